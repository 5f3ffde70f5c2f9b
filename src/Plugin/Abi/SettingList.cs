// Abi: the settings that a host passes in.
using System.Runtime.InteropServices;

namespace Sluice.Plugin.Abi;

/// <summary>Copies settings out of native memory.</summary>
internal static unsafe class SettingList
{
    /// <summary>Name and value of each, in the host's order.</summary>
    public static List<(string Name, string Value)> Read(NativeSetting* settings, nuint count)
    {
        List<(string Name, string Value)> list = [];
        for (nuint i = 0; settings != null && i < count; i++)
            list.Add((Marshal.PtrToStringUTF8((nint)settings[i].Name) ?? "",
                Marshal.PtrToStringUTF8((nint)settings[i].Value) ?? ""));
        return list;
    }
}
