// Output: what the process tells its caller.
namespace Sluice.Cli.Output;

/// <summary>Exit codes of every command.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>A malformed line under <c>--on-malformed fail</c>; for <c>check</c>, something is wrong.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Input could not be read, or output could not be written.</summary>
    public const int InputOutput = 3;

    /// <summary>An error in sluice itself (EX_SOFTWARE of sysexits.h); what was parsed before is written.</summary>
    public const int InternalError = 70;
}
