// Deliver: whether a receiver can be reached, and takes a test event when asked.
using System.Net.Http;
using System.Text;
using Sluice.Core.Settings;
using Sluice.Deliver.Http;
using Sluice.Deliver.Receivers;
using Sluice.Deliver.Settings;
using Sluice.Deliver.Sinks;
using Sluice.Pull.Diagnostics;
using Sluice.Pull.Settings;

namespace Sluice.Deliver;

/// <summary>Tries a receiver without giving it anything, or with one marked event.</summary>
public static class SinkCheck
{
    /// <summary>Runs the steps; call <see cref="SinkSettings.Choose"/> first.</summary>
    /// <param name="settings">The receiver.</param>
    /// <param name="pull">Proxy, certificates, timeouts, and what is emitted.</param>
    /// <param name="sendTest">Whether a marked event is to be sent.</param>
    /// <param name="tell">Called with each finding.</param>
    /// <param name="waiting">Called with what is waited for, and with null when the wait is over.</param>
    /// <param name="stop">Ends the check.</param>
    public static async Task RunAsync(SinkSettings settings, PullSettings pull, bool sendTest, Action<CheckLine> tell, Action<string?> waiting, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(pull);
        ArgumentNullException.ThrowIfNull(tell);
        ArgumentNullException.ThrowIfNull(waiting);
        HttpClient? client = null;
        try
        {
            var receiver = SinkFactory.ReceiverOf(settings, pull);
            client = SinkFactory.Client(pull);
            if (settings.Rejects is { } file)
            {
                new Rejects(file).Dispose();
                tell(new(CheckResult.Ok, "rejects", $"{file} can be written"));
            }
            else
            {
                tell(new(CheckResult.Note, "rejects", "not set: a refused event ends the run"));
            }

            if (SinkFactory.Unencrypted(receiver.Address) is { } warning)
                tell(new(CheckResult.Note, receiver.Name, warning));
            waiting(receiver.Host);
            var options = SinkFactory.OptionsOf(settings, pull, endsByItself: true);
            tell(sendTest
                ? await SendAsync(client, receiver, options, pull.Encoding, stop).ConfigureAwait(false)
                : await ReachAsync(client, receiver, options.Silence, stop).ConfigureAwait(false));
        }
        catch (SettingsException e)
        {
            tell(new(CheckResult.Fail, "settings", e.Message));
        }
        finally
        {
            waiting(null);
            client?.Dispose();
        }
    }

    private static async Task<CheckLine> ReachAsync(HttpClient client, Receiver receiver, TimeSpan silence, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(silence);
        // Without the key: only an event shows whether it is right.
        using var request = new HttpRequestMessage(HttpMethod.Head, receiver.Address);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            return new(CheckResult.Ok, receiver.Name, $"{receiver.Host} answers; the credential was not tried: --send-test sends one marked event");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return new(CheckResult.Fail, receiver.Name, HttpExchange.Explain(receiver.Host, e, silence, isSent: true));
        }
    }

    private static async Task<CheckLine> SendAsync(HttpClient client, Receiver receiver, HttpSinkOptions options, OutputEncoding encoding, CancellationToken stop)
    {
        using var exchange = new HttpExchange(client, receiver, options.Gzip, options.Silence);
        string text = $"sluice check {DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'}: a test event, not a flow log";
        exchange.Prepare(Encoding.UTF8.GetBytes(encoding == OutputEncoding.Lines ? text + "\n" : $$"""{"message":"{{text}}"}""" + "\n"));
        Reply reply = await exchange.SendAsync(stop).ConfigureAwait(false);
        return receiver.Judge(reply, 1, out _) switch
        {
            Verdict.Taken => new(CheckResult.Ok, receiver.Name, $"{receiver.Host} took a test event: \"{text}\""),
            Verdict.Stop => new(CheckResult.Fail, receiver.Name, receiver.Explain(reply)),
            Verdict.Again => new(CheckResult.Fail, receiver.Name, $"{receiver.Host} did not confirm the event ({reply.Describe(receiver.Secrets)}); pull would try again"),
            _ => new(CheckResult.Fail, receiver.Name, $"{receiver.Host} refused a test event ({reply.Describe(receiver.Secrets)})"),
        };
    }
}
