// Options: the options of a run besides the engine's settings.
using System.CommandLine;
using System.Globalization;
using Sluice.Cli.Output;
using Sluice.Core.Settings;
using Sluice.Pull.Diagnostics;
using Sluice.Pull.Settings;

namespace Sluice.Cli.Options;

/// <summary>Options of <c>pull</c> and <c>replay</c>.</summary>
/// <param name="MaxRecords">The number of records after which to end.</param>
/// <param name="Grace">How long the run may take to finish after a signal.</param>
/// <param name="Metrics">Where to serve metrics.</param>
/// <param name="Quiet">No summary.</param>
internal sealed record RunOptions(long? MaxRecords, TimeSpan Grace, string? Metrics, bool Quiet)
{
    /// <summary>Declares the options, and reads them into the record.</summary>
    internal sealed class Source
    {
        private readonly Option<long?> _maxRecords = new("--max-records") { Description = "End after this many records", HelpName = "N" };
        private readonly Option<int> _grace = new("--grace") { Description = "Seconds to finish in after a signal", HelpName = "SECONDS", DefaultValueFactory = _ => 10 };
        private readonly Option<string?> _metrics = new("--metrics") { Description = "Serve /metrics (Prometheus), /healthz, /livez and /readyz there (SLUICE_METRICS)", HelpName = "[HOST:]PORT" };
        private readonly Option<string> _output = SettingOption.Of(PullOptions.Output);
        private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No summary; log only errors" };

        public void AddTo(Command command)
        {
            command.Add(_output);
            command.Add(_maxRecords);
            command.Add(_grace);
            command.Add(_metrics);
            command.Add(_quiet);
        }

        public bool IsQuiet(ParseResult result) => result.GetValue(_quiet);

        public RunOptions Read(ParseResult result, PullSettings settings, PullOptions chosen)
        {
            if (result.GetValue(_output) is { } output)
                chosen.ChooseOutput(settings, PullOptions.Output.Option, output);
            settings.Encoding = RecordChoices.EncodingFor(settings.Emit ?? Emit.Records, chosen.IsOutputChosen ? settings.Encoding : null);
            chosen.Sink.Choose(settings);
            if (result.GetValue(_maxRecords) is <= 0)
                throw new SettingsException("--max-records: must be at least 1");
            if (result.GetValue(_grace) is < 0 or > 3600)
                throw new SettingsException("--grace: must be 0 to 3600 seconds");
            return new RunOptions(result.GetValue(_maxRecords), TimeSpan.FromSeconds(result.GetValue(_grace)),
                result.GetValue(_metrics) ?? PullOptions.Variable("SLUICE_METRICS"), result.GetValue(_quiet));
        }
    }

    /// <summary>Runs a command; an expected error becomes one line and an exit code.</summary>
    public static int Guarded(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (SettingsException e)
        {
            StandardError.Line($"sluice: {e.Message}");
            return ExitCode.Usage;
        }
        catch (Deliver.Sinks.SinkException e)
        {
            StandardError.Line($"sluice: {e.Message}");
            return ExitCode.InputOutput;
        }
        catch (PeekException e)
        {
            StandardError.Line($"sluice: {e.Message}");
            return ExitCode.InputOutput;
        }
    }

    /// <summary>A point in time: ISO 8601, UTC unless it says otherwise.</summary>
    public static DateTimeOffset? Time(string? text, string option) => text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new SettingsException($"{option}: '{text}' is no time (such as 2026-01-31T12:00Z)");
}
