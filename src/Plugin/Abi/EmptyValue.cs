// Abi: settings that are given without a value.
using Sluice.Core.Settings;

namespace Sluice.Plugin.Abi;

/// <summary>A value left empty by an unset variable is a mistake, which the default would hide.</summary>
internal static class EmptyValue
{
    /// <summary>What is wrong with an empty value of this setting.</summary>
    public static string Fault(string name) => name.Equals("fields", StringComparison.OrdinalIgnoreCase)
        ? "the value is empty. Fluent Bit reads ${srcaddr}, AWS's notation for a field, as an environment variable and replaces it with nothing: "
            + "give " + RecordRows.ColumnForms
        : "the value is empty. Remove the setting to use its default; if the value is a ${VARIABLE}, the variable is not set";
}
