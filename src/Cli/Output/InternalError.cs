// Output: what becomes of an unexpected exception.
using System.Runtime.InteropServices;

namespace Sluice.Cli.Output;

/// <summary>Turns what nothing else caught into one line and an exit code of its own, instead of an abort and a core file.</summary>
internal static partial class InternalError
{
    /// <summary>Runs a command; errors common to all commands end here.</summary>
    public static int Guard(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (ClosedPipeException)
        {
            return ExitCode.Success;
        }
        catch (OutputException e)
        {
            StandardError.Line($"sluice: {e.Message}");
            return ExitCode.InputOutput;
        }
        catch (Exception e)
        {
            StandardError.Line(Describe(e));
            return ExitCode.InternalError;
        }
    }

    /// <summary>The same for exceptions that no code catches, on any thread.</summary>
    public static void GuardThreads() => AppDomain.CurrentDomain.UnhandledException += (_, raised) =>
    {
        StandardError.Line(raised.ExceptionObject is Exception e ? Describe(e) : "sluice: internal error");
        exit(ExitCode.InternalError);
    };

    /// <summary>One line: what happened, and where in the source.</summary>
    internal static string Describe(Exception e)
    {
        string? where = e.StackTrace?.Split('\n')[0].Trim();
        return $"sluice: internal error: {e.GetType().Name}: {e.Message}{(where is null ? "" : $" ({where})")}";
    }

    /// <summary>Exits without running exit handlers: the thread that failed may hold any lock.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void exit(int code);
}
