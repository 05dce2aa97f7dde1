using Microsoft.EntityFrameworkCore;

namespace LiveOps.Gateway.Webhooks.Stores.Sql;

/// <summary>The gateway's database: <c>Migrations/</c> makes the tables, and <c>Sql/</c> reads and writes them.</summary>
internal sealed class GatewayContext(DbContextOptions<GatewayContext> options) : DbContext(options);
