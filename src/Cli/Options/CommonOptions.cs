// Options: the options that every command with records shares.
using System.CommandLine;
using Sluice.Core.Settings;

namespace Sluice.Cli.Options;

/// <summary>Output options under the same names everywhere.</summary>
internal sealed class CommonOptions
{
    public Option<string> Schema { get; } = new("--schema")
    {
        Description = "The output mapping.",
        DefaultValueFactory = _ => SchemaName.Of(Core.Settings.Schema.Sekoia),
    };

    public Option<string?> DataStreamNamespace { get; } = new("--data-stream-namespace")
    {
        Description = "Schema ecs: add data_stream fields (logs, aws.vpcflow) with this namespace.",
        HelpName = "name",
    };

    public Option<string?> Fields { get; } = new("--fields")
    {
        Description = "Columns of lines without a header, such as \"version srcaddr dstaddr\"; AWS's ${srcaddr} form works too.",
        HelpName = "names",
    };

    public Option<string> Emit { get; } = new("--emit")
    {
        Description = "ecs: records of the schema; raw: the line of each record; intake: the line, or a flat JSON object where Sekoia's intake would not parse it.",
        DefaultValueFactory = _ => "ecs",
    };

    public Option<string?> Output { get; } = new("--output", "-o")
    {
        Description = "The encoding: JSON lines, Fluent Bit events, or with --emit lines as they are. [default: ndjson; lines with --emit intake]",
    };

    public Option<string> OnMalformed { get; } = new("--on-malformed")
    {
        Description = "A line that is no record: keep it as an event with error.message, drop it, or fail.",
        DefaultValueFactory = _ => "keep",
    };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No summary, no progress, no notes on malformed lines." };

    public CommonOptions()
    {
        Schema.AcceptOnlyFromAmong([.. SchemaName.All]);
        Emit.AcceptOnlyFromAmong("ecs", "raw", "intake");
        Output.AcceptOnlyFromAmong("ndjson", "msgpack", "lines");
        OnMalformed.AcceptOnlyFromAmong("keep", "drop", "fail");
    }

    public void AddTo(Command command)
    {
        command.Add(Schema);
        command.Add(DataStreamNamespace);
        command.Add(Fields);
        command.Add(Emit);
        command.Add(Output);
        command.Add(OnMalformed);
        command.Add(Quiet);
    }

    public ParseOptions Read(ParseResult result)
    {
        _ = SchemaName.TryParse(result.GetValue(Schema), out Schema schema); // the option accepts only schema names
        Emit emit = result.GetValue(Emit) switch
        {
            "raw" => Core.Settings.Emit.Raw,
            "intake" => Core.Settings.Emit.Intake,
            _ => Core.Settings.Emit.Records,
        };
        return new ParseOptions
        {
            Schema = schema,
            DataStreamNamespace = result.GetValue(DataStreamNamespace),
            Fields = result.GetValue(Fields),
            Emit = emit,
            Encoding = result.GetValue(Output) switch
            {
                "msgpack" => OutputEncoding.MsgPack,
                "lines" => OutputEncoding.Lines,
                null when emit == Core.Settings.Emit.Intake => OutputEncoding.Lines,
                _ => OutputEncoding.Ndjson,
            },
            OnMalformed = result.GetValue(OnMalformed) switch
            {
                "drop" => Core.Settings.OnMalformed.Drop,
                "fail" => Core.Settings.OnMalformed.Fail,
                _ => Core.Settings.OnMalformed.Keep,
            },
        };
    }
}
