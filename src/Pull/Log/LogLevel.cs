// Log: how much a line matters.
namespace Sluice.Pull.Log;

/// <summary>Levels of a log line, most urgent first.</summary>
public enum LogLevel
{
    /// <summary>Somebody must act.</summary>
    Error,

    /// <summary>Something failed; it is kept and will be tried again.</summary>
    Warn,

    /// <summary>What an operator wants to see once.</summary>
    Info,

    /// <summary>Every message and object.</summary>
    Debug,
}
