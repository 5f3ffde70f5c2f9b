// Abi: what becomes of an exception at the wall between managed code and the host.
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
        // What a task threw, and not that a task threw.
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
            // There is nobody left to tell.
        }

        return result;
    }

    /// <summary>The message without the words of the language: an operator has no parameters.</summary>
    private static string Plain(Exception fault)
    {
        string text = fault.Message;
        if (fault is ArgumentException { ParamName: { } name })
            text = text.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal);
        return $"internal error: {text}";
    }
}
