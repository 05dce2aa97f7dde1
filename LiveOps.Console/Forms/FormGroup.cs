namespace LiveOps.Console.Forms;

/// <summary>An object of a document, with its fields and the objects in it.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Fields">Its values.</param>
/// <param name="Groups">What is deeper.</param>
public sealed record FormGroup(string Title, IReadOnlyList<FormField> Fields, IReadOnlyList<FormGroup> Groups)
{
    /// <summary>All fields, those of groups in it too.</summary>
    public IEnumerable<FormField> All => Fields.Concat(Groups.SelectMany(group => group.All));
}
