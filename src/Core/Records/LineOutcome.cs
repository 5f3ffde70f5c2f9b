// Records: what one line was.
namespace Sluice.Core.Records;

/// <summary>The result of parsing one line.</summary>
public enum LineOutcome
{
    /// <summary>A flow-log record.</summary>
    Record,

    /// <summary>Not a flow-log record; the handler has the reason.</summary>
    Malformed,

    /// <summary>A header line: it names the columns of the lines after it.</summary>
    Header,

    /// <summary>Only blanks.</summary>
    Blank,

    /// <summary>An envelope that carries no line, such as CloudWatch's control message.</summary>
    Control,

    /// <summary>An envelope of several lines; each is taken by itself.</summary>
    Several,
}
