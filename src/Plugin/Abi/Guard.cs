// Abi: what becomes of an exception at the wall between managed code and the host.
using Sluice.Pull;

namespace Sluice.Plugin.Abi;

/// <summary>
/// An exception that left an export would end the host's process without a word: every method behind an export
/// catches everything and returns what this makes of it, one log line and a code.
/// </summary>
internal static class Guard
{
    public static int Report(HostLog? log, Exception fault) => fault is SettingsException
        ? Report(log, fault.Message, Result.BadSetting)
        : Report(log, $"{fault.GetType().Name}: {fault.Message}", Result.Failed);

    public static int Report(HostLog? log, string text, int result)
    {
        try
        {
            log?.Log(LogLevel.Error, text);
        }
        catch (Exception)
        {
            // There is nobody left to tell.
        }

        return result;
    }
}
