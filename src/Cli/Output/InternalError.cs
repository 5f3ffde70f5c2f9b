// Output: the end of a run that nobody foresaw.
using System.Runtime.InteropServices;

namespace Sluice.Cli.Output;

/// <summary>Turns what nothing else caught into one line and an exit code of its own, instead of an abort and a core file.</summary>
internal static partial class InternalError
{
    /// <summary>Runs a command; errors that every command has in common end here.</summary>
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

    /// <summary>The same for exceptions on threads that nobody watches.</summary>
    public static void GuardThreads() => AppDomain.CurrentDomain.UnhandledException += (_, raised) =>
    {
        StandardError.Line(raised.ExceptionObject is Exception e ? Describe(e) : "sluice: internal error");
        exit(ExitCode.InternalError);
    };

    /// <summary>One line: what, and where for whoever has the source.</summary>
    internal static string Describe(Exception e)
    {
        string? where = e.StackTrace?.Split('\n')[0].Trim();
        return $"sluice: internal error: {e.GetType().Name}: {e.Message}{(where is null ? "" : $" ({where})")}";
    }

    /// <summary>Without handlers at the exit: the thread that failed may hold any lock.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void exit(int code);
}
