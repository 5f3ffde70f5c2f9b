// Deliver: the sinks that settings name.
using System.Net.Http;
using Sluice.Deliver.Http;
using Sluice.Deliver.Receivers;
using Sluice.Deliver.Settings;
using Sluice.Deliver.Sinks;
using Sluice.Pull.Aws;
using Sluice.Pull.Log;
using Sluice.Pull.Settings;

namespace Sluice.Deliver;

/// <summary>Makes sinks.</summary>
public static class SinkFactory
{
    /// <summary>A run that ends by itself does not wait for a receiver for ever.</summary>
    private static readonly TimeSpan PatienceOfADrain = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The sink of the settings, which must not be standard output's; throws <see cref="SettingsException"/> with one
    /// line. Call <see cref="SinkSettings.Choose"/> first.
    /// </summary>
    /// <param name="settings">Where to and how.</param>
    /// <param name="pull">Proxy, certificates, timeouts, and what is emitted.</param>
    /// <param name="endsByItself">The run ends with its input: a receiver that stays silent ends it too.</param>
    /// <param name="log">The log.</param>
    public static ISink Create(SinkSettings settings, PullSettings pull, bool endsByItself, IPullLog log)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(pull);
        ArgumentNullException.ThrowIfNull(log);
        var receiver = ReceiverOf(settings, pull);
        if (Unencrypted(receiver.Address) is { } warning)
            log.Write(LogLevel.Warn, new("unencrypted", warning));
        var client = Client(pull);
        try
        {
            var rejects = settings.Rejects is { } file ? new Rejects(file) : null;
            return new HttpSink(receiver, client, OptionsOf(settings, pull, endsByItself), rejects, log);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    internal static HttpSinkOptions OptionsOf(SinkSettings settings, PullSettings pull, bool endsByItself) => new(
        settings.InFlight, settings.Gzip ?? settings.IsSekoia, TimeSpan.FromSeconds(pull.ReadTimeout), endsByItself ? PatienceOfADrain : null);

    internal static HttpClient Client(PullSettings pull)
    {
        var client = new HttpClient(Outbound.Handler(pull)) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"sluice/{typeof(SinkFactory).Assembly.GetName().Version?.ToString(3)}");
        return client;
    }

    internal static Receiver ReceiverOf(SinkSettings settings, PullSettings pull)
    {
        if (settings.IsSekoia)
            return new SekoiaReceiver(settings.IntakeUrl, Key(settings), objects: pull.Encoding == Core.Settings.OutputEncoding.Ndjson);
        return new WebReceiver(new Uri(settings.To), settings.Headers.Select(HeaderText.Read), settings.Format, pull.Encoding);
    }

    /// <summary>A warning where records and keys can be read on the way; null where they cannot.</summary>
    internal static string? Unencrypted(Uri address) => address.Scheme == "http" && !address.IsLoopback
        ? $"{address.Authority} is not encrypted: anyone on the network path can read records and keys; use https"
        : null;

    private static string Key(SinkSettings settings)
    {
        string key = settings.IntakeKey ?? (settings.IntakeKeyFile is { } file ? HeaderText.FromFile("intake_key_file", file)
            : throw new SettingsException("intake_key: missing; set SLUICE_INTAKE_KEY, or intake_key_file to a file that holds the key of the intake"));
        // The value is not shown: it may be a key with something in front of it.
        return key.Length > 0 && key.All(c => c is > ' ' and < '\x7f') ? key
            : throw new SettingsException($"{(settings.IntakeKey is null ? "intake_key_file" : "intake_key")}: empty, or contains blanks or other characters that no key has");
    }
}
