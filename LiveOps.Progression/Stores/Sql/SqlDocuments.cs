using System.Text.Json.Serialization;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>Documents in columns.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class SqlDocuments : JsonSerializerContext;
