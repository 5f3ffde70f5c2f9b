// Abi: what becomes of an exception at the border between managed code and the host.
using Sluice.Pull.Log;
using Sluice.Pull.Settings;

namespace Sluice.Plugin.Abi;

/// <summary>
/// An exception that left an export would end the host's process without a word: every method behind an export
/// catches everything and returns what this makes of it, one log line and a code.
/// </summary>
internal static class Guard
{
    public static int Report(IPullLog? log, Exception fault)
    {
        // The exception that the task threw, not its wrapper.
        if (fault is AggregateException several)
            fault = several.GetBaseException();
        return fault is SettingsException
            ? Report(log, fault.Message, Result.BadSetting)
            : Report(log, Plain(fault), Result.Failed);
    }

    public static int Report(IPullLog? log, string text, int result)
    {
        try
        {
            log?.Log(LogLevel.Error, text);
        }
        catch (Exception)
        {
            // The log itself failed: there is nowhere to report it.
        }

        return result;
    }

    /// <summary>The message without the name of a C# parameter, which means nothing to an operator.</summary>
    private static string Plain(Exception fault)
    {
        string text = fault.Message;
        if (fault is ArgumentException { ParamName: { } name })
            text = text.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal);
        return $"internal error: {text}";
    }
}
