// Settings: what is written for a record.
namespace Sluice.Core.Settings;

/// <summary>What an event is made of. Blank lines never make one, header lines only when asked for.</summary>
public enum Emit
{
    /// <summary>The record in the chosen <see cref="Schema"/>.</summary>
    Records,

    /// <summary>The line as it came.</summary>
    Raw,

    /// <summary>
    /// What the parser of Sekoia's intake understands: the line as it came where its columns are in a default order
    /// (version 2, or version 2 followed by 3 to 5), else the flat object of schema <c>aws</c>.
    /// </summary>
    Intake,
}
