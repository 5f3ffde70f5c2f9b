// Output: the framework's console, routed through the guarded descriptors.
using System.Text;

namespace Sluice.Cli.Output;

/// <summary>A text writer that hands every piece on at once, as UTF-8 without a byte order mark.</summary>
internal sealed class PieceWriter(Action<string> write) : TextWriter
{
    private static readonly StandardOutput Output = new();

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Lets <see cref="Console"/> write as the rest of the command line does.</summary>
    public static void Install()
    {
        Console.SetOut(new PieceWriter(text => Output.Write(Encoding.UTF8.GetBytes(text))));
        Console.SetError(new PieceWriter(StandardError.Raw));
    }

    public override void Write(char value) => write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => write(buffer.ToString());

    public override void Write(string? value) => write(value ?? "");

    public override void WriteLine(string? value) => write(value + "\n");
}
