// Tests: the ids that the specification's own baseline has.
using System.Text;

namespace Sluice.Core.Tests;

public sealed class CommunityIdTests
{
    [Theory]
    [InlineData("128.232.110.120 66.35.250.204 34855 80 6", "1:LQU9qZlK+B5F3KDmev6m5PMibrg=")]
    [InlineData("66.35.250.204 128.232.110.120 80 34855 6", "1:LQU9qZlK+B5F3KDmev6m5PMibrg=")]
    [InlineData("2001:470:e5bf:dead:4957:2174:e82c:4887 2607:f8b0:400c:c03::1a 63943 25 6", "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=")]
    [InlineData("192.168.1.52 8.8.8.8 54585 53 17", "1:d/FP5EW3wiY1vCndhwleRRKHowQ=")]
    [InlineData("192.168.170.8 192.168.170.56 7 7 132", "1:MP2EtRCAUIZvTw6MxJHLV7N7JDs=")]
    [InlineData("10.1.12.1 10.1.12.2 - - 46", "1:KHlLkgoJW7ifUTyTSgyVfkFHzKw=")]
    [InlineData("10.1.12.2 10.1.12.1 - - 46", "1:KHlLkgoJW7ifUTyTSgyVfkFHzKw=")]
    // A flow log has the ports of such a flow as 0: they are no part of it.
    [InlineData("10.1.12.1 10.1.12.2 0 0 46", "1:KHlLkgoJW7ifUTyTSgyVfkFHzKw=")]
    public void Id_OfTheBaseline_IsTheSame(string flow, string id) => Assert.Equal(id, IdOf(flow));

    [Theory]
    [InlineData("192.168.0.89 192.168.0.1 8 0 1")]
    [InlineData("192.168.0.89 192.168.0.1 0 0 1")]
    [InlineData("192.168.0.89 192.168.0.1 - - 1")]
    [InlineData("fe80::200:86ff:fe05:80da fe80::260:97ff:fe07:69ea 135 136 58")]
    [InlineData("3ffe:507:0:1:200:86ff:fe05:80da 3ffe:501:0:1001::2 0 0 58")]
    // One protocol over the other's addresses is no less ICMP.
    [InlineData("fe80::1 fe80::2 0 0 1")]
    [InlineData("10.0.0.1 10.0.0.2 0 0 58")]
    // Unknown ports, two kinds of address, no protocol.
    [InlineData("10.0.0.1 10.0.0.2 - 443 6")]
    [InlineData("10.0.0.1 ::1 1 2 6")]
    [InlineData("10.0.0.1 10.0.0.2 1 2 -")]
    public void Id_OfAFlowThatHasNone_IsAbsent(string flow) => Assert.Null(IdOf(flow));

    private static string? IdOf(string flow) => (string?)Product.Records(
        Encoding.UTF8.GetBytes($"srcaddr dstaddr srcport dstport protocol\n{flow}\n"), Schema.Ecs, OutputEncoding.Ndjson)
        .Single()["network"]?["community_id"];
}
