// VpcFlow: one column of a format.
namespace Sluice.Core.VpcFlow;

/// <summary>A column: a known field, or the name of an unknown one, as a newer version may add.</summary>
/// <param name="Field">The known field; -1 when unknown.</param>
/// <param name="Name">The name with <c>_</c>, in UTF-8, as the schemas write it.</param>
internal readonly record struct FlowColumn(int Field, byte[] Name)
{
    /// <summary>The longest name of a column, in bytes; known names are far shorter.</summary>
    public const int MaxName = 64;

    public bool IsKnown => Field >= 0;

    /// <summary>The column of a known field.</summary>
    public static FlowColumn Known(FlowField field) => new((int)field, Underscored(FlowFields.Of(field).Name));

    /// <summary>The column for a name, whether that is known or not.</summary>
    public static FlowColumn Named(ReadOnlySpan<byte> name) => FlowFields.TryFind(name, out FlowField field)
        ? Known(field)
        : new FlowColumn(-1, Underscored(System.Text.Encoding.UTF8.GetString(name)));

    private static byte[] Underscored(string name) => System.Text.Encoding.UTF8.GetBytes(name.Replace('-', '_'));
}
