// Output: writing to standard error.
using System.Text;
using Sluice.Core.Text;

namespace Sluice.Cli.Output;

/// <summary>
/// Where notes, errors and the log go. A full or closed standard error never ends the work. A line is escaped here,
/// whatever its parts, so that nothing in it can steer a terminal.
/// </summary>
internal static class StandardError
{
    /// <summary>How long to wait for a reader that takes nothing, on a non-blocking descriptor.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>Writes one line, in one call; control characters in <paramref name="text"/> are escaped.</summary>
    public static void Line(string text) => Write(Encoding.UTF8.GetBytes(Printable.Escape(text) + "\n"));

    /// <summary>Writes text of our own as it is, such as a progress line.</summary>
    public static void Raw(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes as they are; what cannot be written is dropped.</summary>
    public static void Write(ReadOnlySpan<byte> bytes) => Descriptor.Write(Descriptor.Error, bytes, Patience, out _);
}
