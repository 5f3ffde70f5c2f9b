// Runs: tells a service manager when the run has begun and when it ends (sd_notify of systemd).
using System.Net.Sockets;
using System.Text;

namespace Sluice.Cli.Runs;

/// <summary>One datagram to the socket that <c>NOTIFY_SOCKET</c> names; nothing is sent without the variable.</summary>
internal static class ServiceNotice
{
    /// <summary>Settings are good, the queue is there, and pulling begins.</summary>
    public static void Ready() => Send("READY=1");

    /// <summary>What is under way is finished, and nothing more is taken.</summary>
    public static void Stopping() => Send("STOPPING=1");

    private static void Send(string state)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 1 } name || name[0] is not ('/' or '@'))
            return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            // '@' stands for the zero byte that begins an abstract socket name.
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(name[0] == '@' ? "\0" + name[1..] : name));
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            // The manager is gone, or the name is not a socket: the run goes on.
        }
    }
}
