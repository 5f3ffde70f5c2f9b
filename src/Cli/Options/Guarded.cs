// Options: a command's expected errors.
using Sluice.Cli.Output;
using Sluice.Deliver.Sinks;
using Sluice.Pull.Diagnostics;
using Sluice.Pull.Settings;

namespace Sluice.Cli.Options;

/// <summary>Runs a command; an expected error becomes one line and an exit code.</summary>
internal static class Guarded
{
    public static int Run(Func<int> command)
    {
        try
        {
            return command();
        }
        catch (SettingsException e)
        {
            return Tell(e, ExitCode.Usage);
        }
        catch (Exception e) when (e is SinkException or PeekException)
        {
            return Tell(e, ExitCode.InputOutput);
        }
    }

    private static int Tell(Exception e, int code)
    {
        StandardError.Line($"sluice: {e.Message}");
        return code;
    }
}
