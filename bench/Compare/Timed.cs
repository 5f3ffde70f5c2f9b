// Bench: one run of a command, by the kernel's accounting.
using System.Diagnostics;
using System.Globalization;

namespace Sluice.Compare;

/// <summary>Wall and processor time of a finished command, its output thrown away.</summary>
internal readonly record struct Timed(double Wall, double Cpu)
{
    /// <summary>Runs a shell command line; throws when it fails.</summary>
    public static Timed Run(string command)
    {
        string report = Path.GetTempFileName();
        // The shell's 'times' counts its children to the hundredth; bash's TIMEFORMAT to the thousandth.
        var start = new ProcessStartInfo("/bin/bash",
            ["-c", $"TIMEFORMAT='%3R %3U %3S'; {{ time {{ {command}; }} >/dev/null 2>&1; }} 2> '{report}'"]);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        double[] times = [.. File.ReadAllText(report).Split(' ').Select(t => double.Parse(t, CultureInfo.InvariantCulture))];
        File.Delete(report);
        return process.ExitCode == 0
            ? new Timed(times[0], times[1] + times[2])
            : throw new InvalidOperationException($"'{command}' failed with {process.ExitCode}");
    }

    /// <summary>The medians of each figure over alternating runs of two commands, after one warm-up of each.</summary>
    public static (double Wall, double Cpu) Ratio(Func<Timed> ours, Func<Timed> theirs, int pairs)
    {
        ours();
        theirs();
        var wall = new List<double>();
        var cpu = new List<double>();
        for (int i = 0; i < pairs; i++)
        {
            Timed a = ours();
            Timed b = theirs();
            wall.Add(a.Wall / b.Wall);
            cpu.Add(a.Cpu / b.Cpu);
        }

        return (Median(wall), Median(cpu));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
