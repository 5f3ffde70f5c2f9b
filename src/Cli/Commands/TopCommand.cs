// Commands: sluice top, a running puller at a glance.
using System.CommandLine;
using System.Globalization;
using Sluice.Cli.Options;
using Sluice.Cli.Output;
using Sluice.Cli.Runs;
using Sluice.Cli.Top;

namespace Sluice.Cli.Commands;

internal static class TopCommand
{
    public static Command Create()
    {
        var address = new Argument<string?>("[HOST:]PORT")
        {
            Description = $"Where 'sluice pull --metrics' or Fluent Bit serves metrics: host and port, or a URL [default: {RunSettingTable.Metrics.Variable}, else 127.0.0.1:{MetricsSource.DefaultPort}]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var interval = new Option<double>("--interval", "-i")
        {
            Description = "Seconds between refreshes",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 2,
            CustomParser = result =>
            {
                if (double.TryParse(result.Tokens[^1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0.1 and <= 3600)
                    return seconds;
                result.AddError("--interval: must be 0.1 to 3600 seconds");
                return 0;
            },
        };
        var once = new Option<bool>("--once") { Description = "Print one table for one interval and exit; the default when standard output is not a terminal" };
        var command = new Command("top", "Show a running puller live: messages, objects, records and megabytes a second, lag, queue and messages held, errors. Press q or Ctrl-C to quit. "
            + "Exit code 3 if no puller's metrics are found.") { address, interval, once };
        command.SetAction(result => Guarded.Run(() =>
        {
            using var source = MetricsSource.At(result.GetValue(address) ?? Variables.Value(RunSettingTable.Metrics.Variable) ?? MetricsSource.DefaultPort);
            var run = new TopRun(source, TimeSpan.FromSeconds(result.GetValue(interval)));
            bool isOnce = result.GetValue(once) || Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
            using var stop = new CancellationTokenSource();
            using var signals = new Signals(stop.Cancel);
            try
            {
                (isOnce ? run.OnceAsync(stop.Token) : run.LiveAsync(stop)).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // A key or a signal ended it.
            }
            catch (MetricsException e)
            {
                StandardError.Line($"sluice: {e.Message}");
                return ExitCode.InputOutput;
            }
            return ExitCode.Success;
        }));
        return command;
    }
}
