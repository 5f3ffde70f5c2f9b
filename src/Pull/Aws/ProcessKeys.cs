// Aws: keys from the program that a profile names (credential_process).
using System.ComponentModel;
using System.Diagnostics;

namespace Sluice.Pull.Aws;

/// <summary>Runs the program, within limits.</summary>
internal static class ProcessKeys
{
    /// <summary>A program that asks a person would never end by itself.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <exception cref="KeySourceException">It gives none; one line.</exception>
    public static async Task<AwsKeys> FetchAsync(string command, string profile)
    {
        string source = $"credential_process of profile '{profile}'";
        using var limit = new CancellationTokenSource(Limit);
        Process? process = null;
        try
        {
            // Through a shell, as the AWS SDKs do it; without input, so that a prompt ends it.
            process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            string output = await process.StandardOutput.ReadToEndAsync(limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            if (process.ExitCode == 0)
                return KeyJson.Read(output, source);
            string said = (await errors.ConfigureAwait(false)).Trim();
            throw new KeySourceException($"{source} failed: exit code {process.ExitCode}{(said.Length == 0 ? "" : $", {CallErrors.Scrub(said.Split('\n')[^1])}")}");
        }
        catch (OperationCanceledException e)
        {
            Kill(process);
            throw new KeySourceException($"{source} returned nothing within {Limit.TotalSeconds:0} s", e);
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            throw new KeySourceException($"{source} failed: {e.Message}", e);
        }
        finally
        {
            process?.Dispose();
        }
    }

    private static void Kill(Process? process)
    {
        try
        {
            process?.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It has ended meanwhile.
        }
    }
}
