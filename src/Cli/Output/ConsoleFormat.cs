// Output: the forms of a log line.
namespace Sluice.Cli.Output;

/// <summary>How a log line is written.</summary>
internal enum ConsoleFormat
{
    /// <summary>Time, level and text.</summary>
    Text,

    /// <summary>A JSON object with the fields of its event.</summary>
    Json,
}
