// Settings: the data stream that records of schema ecs name.
using System.Buffers;
using System.Text;
using Sluice.Core.Text;

namespace Sluice.Core.Settings;

/// <summary>Elastic's naming scheme: logs-aws.vpcflow-{namespace}.</summary>
internal static class DataStream
{
    public const string Type = "logs";

    public const string Dataset = "aws.vpcflow";

    /// <summary>Elasticsearch's limit, in bytes.</summary>
    private const int MaxNamespace = 100;

    /// <summary>Characters that an index name may not hold, and the separator of the naming scheme.</summary>
    private static readonly SearchValues<char> NotInNamespace = SearchValues.Create("\\/*?\"<>| ,#:-");

    /// <summary>What is wrong with the namespace, in one line; null when nothing is.</summary>
    public static string? Fault(ParseOptions options)
    {
        if (options.DataStreamNamespace is not { } name)
            return null;
        if (options.Schema != Schema.Ecs)
            return $"data_stream_namespace: only schema ecs has data_stream fields, and schema is {SchemaName.Of(options.Schema)}";
        bool good = name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= MaxNamespace && !name.AsSpan().ContainsAny(NotInNamespace)
            && !name.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || char.IsUpper(c) || char.IsSurrogate(c));
        return good ? null : $"data_stream_namespace: \"{Printable.Escape(name)}\" is not a valid namespace (1 to {MaxNamespace} bytes; no upper case, blanks or any of \\ / * ? \" < > | , # : -)";
    }
}
