// Tests: whoever only holds connections keeps nobody from the metrics.
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sluice.Pull;

namespace Sluice.Cli.Tests;

public sealed class MetricsServerTests
{
    [Fact]
    public async Task Serve_ManySilentClients_TheNextOneIsAnswered()
    {
        await using var engine = new PullEngine(
            new PullSettings { Queue = "https://sqs.eu-west-1.amazonaws.com/123456789012/q", AccessKeyId = "x", SecretAccessKey = "x" },
            new ConsoleLog(json: false, LogLevel.Error));
        using var server = MetricsServer.Listen("0");
        server.Serve(engine.Counters.All, engine.Health);
        var silent = new List<TcpClient>();
        try
        {
            for (int i = 0; i < MetricsServer.MostConnections * 4; i++)
            {
                var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, server.Port);
                silent.Add(client);
            }

            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(4));
            using var http = new HttpClient();
            string text = await http.GetStringAsync(new Uri($"http://127.0.0.1:{server.Port}/metrics"), patience.Token);
            Assert.Contains("sluice_records_total 0\n", text, StringComparison.Ordinal);
            using var head = new HttpRequestMessage(HttpMethod.Head, new Uri($"http://127.0.0.1:{server.Port}/metrics"));
            using var answer = await http.SendAsync(head, patience.Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("ok\n", await http.GetStringAsync(new Uri($"http://127.0.0.1:{server.Port}/healthz"), patience.Token));

            // The first ones had to make room.
            Assert.Equal(0, await Ended(silent[0]));
        }
        finally
        {
            silent.ForEach(client => client.Dispose());
        }
    }

    private static async Task<int> Ended(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(4));
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
