// Top: scrapes at intervals, and shows what changed in between.
using System.Diagnostics;
using System.Globalization;
using Sluice.Cli.Output;
using Sluice.Core.Text;

namespace Sluice.Cli.Top;

/// <summary>One run of <c>sluice top</c>.</summary>
internal sealed class TopRun(MetricsSource source, TimeSpan interval)
{
    private SortedDictionary<string, PullerSample>? _before;
    private long _beforeAt;

    /// <summary>One table, of one interval, on standard output; throws <see cref="MetricsException"/>.</summary>
    public async Task OnceAsync(CancellationToken stop)
    {
        await RowsAsync(stop).ConfigureAwait(false);
        await Task.Delay(interval, stop).ConfigureAwait(false);
        foreach (string line in TopTable.Lines(await RowsAsync(stop).ConfigureAwait(false), Width, colour: false))
            Console.WriteLine(line);
    }

    /// <summary>The table on a terminal until a key or a signal ends it; throws a final <see cref="MetricsException"/>.</summary>
    public async Task LiveAsync(CancellationTokenSource stop)
    {
        using var screen = new TopScreen(stop.Cancel);
        bool colour = Environment.GetEnvironmentVariable("NO_COLOR") is not { Length: > 0 };
        while (!stop.IsCancellationRequested)
        {
            int width = Terminal.Size().Width;
            string now = DateTime.Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
            List<string> lines = [TopTable.Cut($"sluice top  {source.Name}  {now}  every {interval.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s  (q quits)", width - 1), ""];
            try
            {
                lines.AddRange(TopTable.Lines(await RowsAsync(stop.Token).ConfigureAwait(false), width, colour));
            }
            catch (MetricsException e) when (!e.IsFinal || _before is not null)
            {
                // The next answer may come from another process; its counters are only compared with its own.
                _before = _before is null ? null : [];
                lines.Add(TopTable.Cut(Printable.Escape(e.Message) + "; trying again", width - 1));
            }
            screen.Draw(lines);
            await Task.Delay(interval, stop.Token).ConfigureAwait(false);
        }
    }

    /// <summary>A file or a pipe has no width: 200 columns.</summary>
    private static int Width => Console.IsOutputRedirected ? 200 : Terminal.Size().Width;

    private async Task<PullerRow[]> RowsAsync(CancellationToken stop)
    {
        var now = await source.ReadAsync(stop).ConfigureAwait(false);
        long at = Stopwatch.GetTimestamp();
        double seconds = Stopwatch.GetElapsedTime(_beforeAt, at).TotalSeconds;
        var before = _before ?? [];
        (_before, _beforeAt) = (now, at);
        return [.. now.Values.Select(puller => PullerRow.Of(before.GetValueOrDefault(puller.Name), puller, seconds))];
    }
}
