// VpcFlow: the IANA registry "Assigned Internet Protocol Numbers".
namespace Sluice.Core.VpcFlow;

/// <summary>Keywords in lower case; null for numbers without one (unassigned, or only described).</summary>
internal static class IanaProtocols
{
    private static readonly string?[] Keywords = Build();

    /// <summary>The keyword of a protocol number from 0 to 255.</summary>
    public static string? KeywordOf(int number) => Keywords[number];

    private static string?[] Build()
    {
        // 0 to 146 in order; "-" where the registry has no keyword. 147 to 255: unassigned, experimental, reserved.
        const string assigned = """
            hopopt icmp igmp ggp ipv4 st tcp cbt egp igp
            bbn-rcc-mon nvp-ii pup argus emcon xnet chaos udp mux dcn-meas
            hmp prm xns-idp trunk-1 trunk-2 leaf-1 leaf-2 rdp irtp iso-tp4
            netblt mfe-nsp merit-inp dccp 3pc idpr xtp ddp idpr-cmtp tp++
            il ipv6 sdrp ipv6-route ipv6-frag idrp rsvp gre dsr bna
            esp ah i-nlsp swipe narp min-ipv4 tlsp skip ipv6-icmp ipv6-nonxt
            ipv6-opts - cftp - sat-expak kryptolan rvd ippc - sat-mon
            visa ipcv cpnx cphb wsn pvp br-sat-mon sun-nd wb-mon wb-expak
            iso-ip vmtp secure-vmtp vines iptm nsfnet-igp dgp tcf eigrp ospfigp
            sprite-rpc larp mtp ax.25 ipip micp scc-sp etherip encap -
            gmtp ifmp pnni pim aris scps qnx a/n ipcomp snp
            compaq-peer ipx-in-ip vrrp pgm - l2tp ddx iatp stp srp
            uti smp sm ptp isis fire crtp crudp sscopmce iplt
            sps pipe sctp fc rsvp-e2e-ignore mobility-header udplite mpls-in-ip manet shim6
            wesp rohc ethernet aggfrag nsh homa bit-emu
            """;
        var keywords = new string?[256];
        int number = 0;
        foreach (string keyword in assigned.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            keywords[number++] = keyword == "-" ? null : keyword;
        return keywords;
    }
}
