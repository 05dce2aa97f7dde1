using LiveOps.Bench.Servers;

namespace LiveOps.Bench.Cluster;

/// <summary>A database server on a free port, with an empty data folder; every commit is forced to the disk.</summary>
internal abstract class DatabaseServer : IDisposable
{
    /// <summary>What <c>--database</c> may say.</summary>
    public static readonly string[] Kinds = ["mysql", "postgres"];

    /// <summary>Starts one; ready when it is made.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    public static DatabaseServer Start(string kind) => kind == "postgres" ? new PostgresServer() : new MariaDbServer();

    /// <summary>What it is called.</summary>
    public abstract string Name { get; }

    public int Port { get; } = LocalProgram.FreePort();

    /// <summary>Its process.</summary>
    public abstract int Id { get; }

    /// <summary>Makes a database; its connection string.</summary>
    public abstract string CreateDatabase(string name);

    /// <summary>Runs a statement.</summary>
    public abstract void Sql(string statement, string? database = null);

    /// <summary>A query of so many rows, each a number <c>n</c> from 0.</summary>
    public abstract string Numbers(int count);

    /// <summary>Gathers anew what the planner knows of a table.</summary>
    public abstract void Analyze(string table, string database);

    public abstract void Dispose();

    protected void WaitUntilReady()
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                Sql("SELECT 1");
                return;
            }
            catch (InvalidOperationException) when (tries < 300)
            {
                Thread.Sleep(100);
            }
        }
    }
}
