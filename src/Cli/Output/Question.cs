// Output: a question to the person at the terminal.
using System.Text;
using Sluice.Core.Text;

namespace Sluice.Cli.Output;

/// <summary>Asked on standard error and answered on standard input, so that standard output may go elsewhere.</summary>
internal static class Question
{
    private const int LongestAnswer = 100;

    /// <summary>Whether there is a terminal to ask on.</summary>
    public static bool IsPossible => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    /// <summary>Whether the answer is yes; false for any other, for none, and when <paramref name="stop"/> is cancelled.</summary>
    public static bool Ask(string text, CancellationToken stop)
    {
        StandardError.Raw(Printable.Escape(text) + " [y/N] ");
        try
        {
            // A read cannot be cancelled; its thread ends with the process.
            string answer = Task.Run(ReadLine, CancellationToken.None).WaitAsync(stop).GetAwaiter().GetResult();
            return answer.Trim().ToLowerInvariant() is "y" or "yes";
        }
        catch (OperationCanceledException)
        {
            StandardError.Raw("\n");
            return false;
        }
    }

    /// <summary>A line as the terminal delivers it; the framework's reader would change the terminal's settings.</summary>
    private static string ReadLine()
    {
        var line = new List<byte>();
        while (Descriptor.ReadByte(Descriptor.Input) is { } next && next != (byte)'\n')
        {
            if (line.Count < LongestAnswer)
                line.Add(next);
        }
        return Encoding.UTF8.GetString([.. line]);
    }
}
