// Tests: running the published binary.
using System.Diagnostics;
using System.Text;

namespace Sluice.Testing;

/// <summary>One finished run of a program.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Standard output, as bytes.</param>
/// <param name="Error">Standard error.</param>
public sealed record Run(int ExitCode, byte[] Output, string Error)
{
    /// <summary>Standard output as lines.</summary>
    public string[] Lines => Encoding.UTF8.GetString(Output).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs <c>dist/sluice</c>.</summary>
    public static Run Sluice(params string[] arguments) => Sluice(ReadOnlyMemory<byte>.Empty, arguments);

    /// <summary>Runs <c>dist/sluice</c> with <paramref name="input"/> as standard input.</summary>
    public static Run Sluice(ReadOnlyMemory<byte> input, params string[] arguments) => Program(Repo.Binary, input, arguments);

    /// <summary>Runs any program and waits for it; its output is read while it runs.</summary>
    public static Run Program(string file, ReadOnlyMemory<byte> input, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repo.Root,
        };
        using Process process = Process.Start(start)!;
        using var output = new MemoryStream();
        Task copy = process.StandardOutput.BaseStream.CopyToAsync(output);
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(input.Span);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading everything; what it said is the result.
        }

        process.WaitForExit();
        Task.WaitAll(copy, error);
        return new Run(process.ExitCode, output.ToArray(), error.Result);
    }
}
