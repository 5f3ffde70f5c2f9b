// Settings: what comes out for a record.
namespace Sluice.Core.Settings;

/// <summary>What an event is made of; header and blank lines make none in any case.</summary>
public enum Emit
{
    /// <summary>The record in the chosen <see cref="Schema"/>.</summary>
    Records,

    /// <summary>The line as it came.</summary>
    Raw,

    /// <summary>
    /// What the parser of Sekoia's intake understands: the line as it came where its columns are a default order (version
    /// 2, or that followed by 3 to 5), else the flat object of schema <c>aws</c>.
    /// </summary>
    Intake,
}
