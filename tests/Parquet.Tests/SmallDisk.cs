// Tests: a disk that is soon full.
using System.Diagnostics;

namespace Sluice.Parquet.Tests;

/// <summary>A tmpfs of some kilobytes over a folder; needs root.</summary>
internal static class SmallDisk
{
    internal static bool TryMount(string folder, int kilobytes) =>
        OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", folder);

    internal static void Unmount(string folder) => Run("umount", "-l", folder);

    private static bool Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        try
        {
            using Process? process = Process.Start(start);
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
