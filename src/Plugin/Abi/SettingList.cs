// Abi: the settings that a host passes in.
using System.Runtime.InteropServices;
using Sluice.Core.Settings;
using Sluice.Pull.Settings;

namespace Sluice.Plugin.Abi;

/// <summary>Copies settings out of native memory.</summary>
internal static unsafe class SettingList
{
    /// <summary>
    /// Name and value of each, in the host's order; throws <see cref="SettingsException"/> for a name that is not among
    /// <paramref name="known"/> or that the host does not offer, and for an empty value.
    /// </summary>
    public static List<(string Name, string Value)> Read(NativeSetting* settings, nuint count, IReadOnlyList<string> known)
    {
        List<(string Name, string Value)> list = [];
        for (nuint i = 0; settings != null && i < count; i++)
        {
            string name = Marshal.PtrToStringUTF8((nint)settings[i].Name) ?? "";
            if (Marshal.PtrToStringUTF8((nint)settings[i].Value) is not { } value || !known.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new SettingsException(UnknownSetting.Text(name, known.Where(other => !other.Equals(name, StringComparison.OrdinalIgnoreCase))));
            // A value left empty by a variable that is not set is a mistake, which the default would hide.
            if (value.AsSpan().Trim().IsEmpty)
                throw new SettingsException($"{name}: {EmptyValue.Fault(name)}");
            list.Add((name, value));
        }
        return list;
    }
}
