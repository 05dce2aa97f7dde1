namespace LiveOps.ServiceDefaults.Exports;

/// <summary>A file of an export, as its manifest says it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">How many rows it has, the line of names not counted.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Sha256">Its SHA-256, in small hexadecimal digits.</param>
internal sealed record ExportedFile(string Name, long Rows, long Bytes, string Sha256);
