// Settings: the error of settings that cannot work.
namespace Sluice.Pull.Settings;

/// <summary>A setting is unknown, missing or wrong; the message is one line that names it.</summary>
/// <param name="message">For a person, one line.</param>
public sealed class SettingsException(string message) : Exception(message);
