// Diagnostics: one finding of a check.
namespace Sluice.Pull.Diagnostics;

/// <summary>How one step of a check ended.</summary>
public enum CheckResult
{
    /// <summary>It works.</summary>
    Ok,

    /// <summary>It works, but a person should know something.</summary>
    Note,

    /// <summary>It does not work.</summary>
    Fail,
}

/// <summary>One finding of a check.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="What">What was looked at.</param>
/// <param name="Text">What was found and what to do, one line.</param>
public sealed record CheckLine(CheckResult Result, string What, string Text);
