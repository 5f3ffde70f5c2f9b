// Tests: what CloudFormation would make of a template and its parameters. Anything that the template names and that is
// not there is an error, as it would be at AWS.
using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Sluice.Repo.Tests;

/// <summary>A template with its parameters filled in.</summary>
internal sealed class CloudStack
{
    public const string Account = "000000000000", Region = "us-east-1";

    private static readonly YamlScalarNode NoValue = new("(no value)");

    private readonly YamlMappingNode _root;
    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _needs = new(StringComparer.Ordinal);
    private HashSet<string> _seen = new(StringComparer.Ordinal);

    public CloudStack(string file, params (string Name, string Value)[] given)
    {
        var yaml = new YamlStream();
        using (var reader = new StreamReader(file))
            yaml.Load(reader);
        _root = (YamlMappingNode)yaml.Documents[0].RootNode;
        foreach (var (name, description) in Section("Parameters"))
        {
            var parameter = (YamlMappingNode)description;
            string? value = given.Where(pair => pair.Name == name).Select(pair => pair.Value).FirstOrDefault() ?? Text(parameter, "Default");
            Require(value is not null, $"{name} has no value");
            Require(Text(parameter, "AllowedPattern") is not { } pattern || System.Text.RegularExpressions.Regex.IsMatch(value!, $"^(?:{pattern})$"), $"{name}: '{value}' does not match");
            Require(Child(parameter, "AllowedValues") is not YamlSequenceNode allowed || allowed.Any(one => ((YamlScalarNode)one).Value == value), $"{name}: '{value}' is not allowed");
            _parameters.Add(name, value!);
        }
        Require(given.All(pair => _parameters.ContainsKey(pair.Name)), "a parameter that the template does not have");
        // As CloudFormation does: what a rule refuses is not looked at further.
        if (BrokenRule() is not null)
            return;
        foreach (var (name, _) in Section("Resources"))
        {
            _seen = new(StringComparer.Ordinal);
            if (Exists(name))
                _ = Properties(name);
            foreach (string before in Strings(Child(ResourceNode(name), "DependsOn")))
            {
                Require(Has("Resources", before), $"{name} depends on {before}, which is not there");
                _seen.Add(before);
            }
            _needs.Add(name, _seen);
        }
    }

    /// <summary>The resources that are made, in an order in which each finds what it names.</summary>
    public IReadOnlyList<string> Order()
    {
        List<string> done = [];
        var left = Section("Resources").Select(pair => pair.Name).Where(Exists).ToList();
        while (left.Count > 0)
        {
            string? next = left.FirstOrDefault(name => _needs[name].All(need => done.Contains(need) || !Exists(need)));
            Require(next is not null, $"a circle among {string.Join(", ", left)}");
            done.Add(next!);
            left.Remove(next!);
        }
        return done;
    }

    public bool Exists(string resource) => Text(ResourceNode(resource), "Condition") is not { } condition || Condition(condition);

    public string TypeOf(string resource) => Text(ResourceNode(resource), "Type")!;

    public JsonObject Properties(string resource) => Child(ResourceNode(resource), "Properties") is { } node ? Value(node)!.AsObject() : [];

    /// <summary>The outputs whose condition holds.</summary>
    public IReadOnlyDictionary<string, string> Outputs() => Section("Outputs")
        .Where(pair => Text((YamlMappingNode)pair.Node, "Condition") is not { } condition || Condition(condition))
        .ToDictionary(pair => pair.Name, pair => Value(Child((YamlMappingNode)pair.Node, "Value")!)!.GetValue<string>());

    /// <summary>What is wrong with the parameters by the template's own rules; null when nothing is.</summary>
    public string? BrokenRule()
    {
        foreach (var (_, node) in Section("Rules"))
        {
            if (!Value(Child((YamlMappingNode)node, "RuleCondition")!)!.GetValue<bool>())
                continue;
            foreach (var assertion in (YamlSequenceNode)Child((YamlMappingNode)node, "Assertions")!)
            {
                if (!Value(Child((YamlMappingNode)assertion, "Assert")!)!.GetValue<bool>())
                    return Text((YamlMappingNode)assertion, "AssertDescription");
            }
        }
        return null;
    }

    private JsonNode? Value(YamlNode node) => node.Tag.IsEmpty || node.Tag.Value[0] != '!' || node.Tag.Value.Length == 1 ? Plain(node) : node.Tag.Value switch
    {
        "!Ref" => Ref(Scalar(node)),
        "!GetAtt" => GetAtt(Scalar(node)),
        "!Sub" => node is YamlSequenceNode two ? Sub(Scalar(two[0]), (YamlMappingNode)two[1]) : Sub(Scalar(node), new YamlMappingNode()),
        "!If" => Value(Chosen(node)),
        "!Condition" => Condition(Scalar(node)),
        "!Equals" => Word(At(node, 0)) == Word(At(node, 1)),
        "!Not" => !Value(At(node, 0))!.GetValue<bool>(),
        "!And" => ((YamlSequenceNode)node).All(one => Value(one)!.GetValue<bool>()),
        "!Or" => ((YamlSequenceNode)node).Any(one => Value(one)!.GetValue<bool>()),
        "!Select" => Value(At(node, 1))!.AsArray()[int.Parse(Word(At(node, 0)), CultureInfo.InvariantCulture)]!.DeepClone(),
        "!Split" => new JsonArray([.. Word(At(node, 1)).Split(Word(At(node, 0))).Select(part => (JsonNode)part)]),
        "!FindInMap" => Scalar(Child((YamlMappingNode)Child((YamlMappingNode)Child((YamlMappingNode)_root["Mappings"], Word(At(node, 0)))!, Word(At(node, 1)))!, Word(At(node, 2)))!),
        _ => throw new InvalidDataException($"{node.Tag} is not a function that this test knows"),
    };

    private JsonNode? Plain(YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode map:
                var json = new JsonObject();
                foreach (var (key, child) in map.Children)
                {
                    Require(!Scalar(key).StartsWith("Fn::", StringComparison.Ordinal), "long forms of functions are not read here");
                    if (!IsNoValue(child))
                        json.Add(Scalar(key), Value(child));
                }
                return json;
            case YamlSequenceNode list:
                return new JsonArray([.. list.Where(one => !IsNoValue(one)).Select(Value)]);
            default:
                var scalar = (YamlScalarNode)node;
                if (scalar.Style != YamlDotNet.Core.ScalarStyle.Plain)
                    return scalar.Value;
                if (scalar.Value is "true" or "false")
                    return scalar.Value == "true";
                return long.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : scalar.Value;
        }
    }

    private bool IsNoValue(YamlNode node) => node.Tag.IsEmpty ? false : node.Tag.Value switch
    {
        "!Ref" => Scalar(node) == "AWS::NoValue",
        "!If" => IsNoValue(Chosen(node)),
        _ => false,
    };

    private YamlNode Chosen(YamlNode node) => Condition(Scalar(At(node, 0))) ? At(node, 1) : At(node, 2);

    private bool Condition(string name)
    {
        Require(Has("Conditions", name), $"there is no condition {name}");
        return Value(_root["Conditions"][name])!.GetValue<bool>();
    }

    private string Ref(string name)
    {
        if (name.StartsWith("AWS::", StringComparison.Ordinal))
        {
            return name switch
            {
                "AWS::AccountId" => Account,
                "AWS::Region" => Region,
                "AWS::Partition" => "aws",
                "AWS::NoValue" => NoValue.Value!,
                _ => throw new InvalidDataException($"{name} is not known"),
            };
        }
        if (_parameters.TryGetValue(name, out string? value))
            return value;
        Resource(name);
        return TypeOf(name) switch
        {
            "AWS::SQS::Queue" => $"https://sqs.{Region}.amazonaws.com/{Account}/{Word("QueueName")}",
            "AWS::S3::Bucket" => Word("BucketName"),
            "AWS::IAM::User" => Word("UserName"),
            "AWS::IAM::Role" or "AWS::IAM::InstanceProfile" => name,
            "AWS::IAM::AccessKey" => "AKIAEXAMPLE",
            "AWS::IAM::ManagedPolicy" => $"arn:aws:iam::{Account}:policy/{name}",
            "AWS::SecretsManager::Secret" => $"arn:aws:secretsmanager:{Region}:{Account}:secret:{name}",
            _ => throw new InvalidDataException($"what a Ref to {name} gives is not known"),
        };
        string Word(string property) => Properties(name)[property]!.GetValue<string>();
    }

    private string GetAtt(string path)
    {
        string name = path[..path.IndexOf('.', StringComparison.Ordinal)], attribute = path[(name.Length + 1)..];
        Resource(name);
        return (TypeOf(name), attribute) switch
        {
            ("AWS::SQS::Queue", "Arn") => $"arn:aws:sqs:{Region}:{Account}:{Properties(name)["QueueName"]}",
            ("AWS::SQS::Queue", "QueueName") => Properties(name)["QueueName"]!.GetValue<string>(),
            ("AWS::S3::Bucket", "Arn") => $"arn:aws:s3:::{Properties(name)["BucketName"]}",
            ("AWS::IAM::Role", "Arn") => $"arn:aws:iam::{Account}:role/{name}",
            ("AWS::IAM::AccessKey", "SecretAccessKey") => "secret",
            _ => throw new InvalidDataException($"{TypeOf(name)} has no attribute {attribute} that this test knows"),
        };
    }

    private string Sub(string text, YamlMappingNode names) => System.Text.RegularExpressions.Regex.Replace(text, @"\$\{(!?)([^}]+)\}", match =>
    {
        string name = match.Groups[2].Value;
        if (match.Groups[1].Length > 0)
            return "${" + name + "}";
        if (Child(names, name) is { } own)
            return Word(own);
        return name.Contains('.', StringComparison.Ordinal) ? GetAtt(name) : Ref(name);
    });

    private void Resource(string name)
    {
        Require(Has("Resources", name), $"there is no parameter or resource {name}");
        Require(Exists(name), $"{name} is named although its condition does not hold");
        _seen.Add(name);
    }

    private string Word(YamlNode node) => Value(node)!.ToString();

    private YamlMappingNode ResourceNode(string name) => (YamlMappingNode)_root["Resources"][name];

    private bool Has(string section, string name) => Section(section).Any(pair => pair.Name == name);

    private IEnumerable<(string Name, YamlNode Node)> Section(string name) =>
        Child(_root, name) is YamlMappingNode map ? map.Children.Select(pair => (Scalar(pair.Key), pair.Value)) : [];

    private static IEnumerable<string> Strings(YamlNode? node) => node switch
    {
        null => [],
        YamlSequenceNode list => list.Select(Scalar),
        _ => [Scalar(node)],
    };

    private static YamlNode At(YamlNode node, int index) => ((YamlSequenceNode)node)[index];

    private static YamlNode? Child(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    private static string? Text(YamlMappingNode map, string key) => (Child(map, key) as YamlScalarNode)?.Value;

    private static string Scalar(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidDataException(otherwise);
    }
}
