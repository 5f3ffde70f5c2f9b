// The unit for systemd: what it starts works, and tells when it does.
using System.Net.Sockets;
using System.Text;
using Sluice.Pull.Tests;

namespace Sluice.Deliver.Tests;

public sealed class ServiceTests
{
    private static readonly string Unit = Repo.PathOf("deploy", "systemd", "sluice.service");

    /// <summary>The command of the unit, with its folders and its config file in place of systemd's.</summary>
    [Fact]
    public async Task Unit_Command_DeliversAndTellsReadyAndStopping()
    {
        using var intake = new IntakeDouble();
        Source source = await Source.Of(2, 100);
        string folder = Directory.CreateTempSubdirectory("sluice-service-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "sluice"));
        File.WriteAllText(Path.Combine(folder, "intake-key"), IntakeDouble.Key + "\n");
        string config = string.Join('\n', File.ReadLines(Repo.PathOf("deploy", "systemd", "sluice.conf")).Select(line =>
            line.StartsWith("queue", StringComparison.Ordinal) ? $"queue = {source.Queue}" : line.StartsWith("intake_url", StringComparison.Ordinal) ? $"intake_url = {intake.Address}" : line));
        File.WriteAllText(Path.Combine(folder, "sluice.conf"), $"{config}\nendpoint = {Emulator.Shared.Address}\nregion = {Emulator.Region}\nwait_time = 1\n");
        string command = File.ReadLines(Unit).Single(line => line.StartsWith("ExecStart=/usr/bin/sluice ", StringComparison.Ordinal))["ExecStart=/usr/bin/sluice ".Length..]
            .Replace("%d", folder, StringComparison.Ordinal).Replace("%S", folder, StringComparison.Ordinal).Replace("/etc/sluice", folder, StringComparison.Ordinal);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 30_000 };
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "notify")));
        using var service = new SluiceProcess(null, ["NOTIFY_SOCKET=" + Path.Combine(folder, "notify")], command.Split(' '));
        Assert.Equal("READY=1", Told(socket));
        await Source.Until(async () => await source.Left() == 0, "the queue is empty");
        service.Signal(15);
        Assert.Equal("STOPPING=1", Told(socket));
        Assert.Equal(0, await service.Ended());
        Assert.Equal(200, (await intake.Report()).Understood);
        Directory.Delete(folder, recursive: true);
    }

    private static string Told(Socket socket)
    {
        byte[] text = new byte[256];
        return Encoding.UTF8.GetString(text, 0, socket.Receive(text));
    }
}
