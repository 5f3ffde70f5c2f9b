// Tests: the files of deploy/ for Kubernetes, ECS, Docker and Vector: what can be known of them without those.
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Sluice.Repo.Tests;

public sealed class HostFileTests
{
    private static readonly string Deploy = Testing.Repo.PathOf("deploy");
    private static readonly string Elasticsearch = File.ReadAllText(Path.Combine(Deploy, "fluent-bit", "outputs", "elasticsearch.conf"));

    [Fact]
    public void Kubernetes_Manifests_FitThePublishedSchemas()
    {
        Run run = Run.Program("node", default, "tests/deploy/kubernetes.mjs", "deploy/kubernetes/sluice.yaml", "deploy/kubernetes/keda.yaml");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(7, run.Lines.Length);
    }

    [Fact]
    public void Kubernetes_Names_LeadToWhatIsThere()
    {
        var objects = Documents("kubernetes/sluice.yaml").Concat(Documents("kubernetes/keda.yaml")).ToDictionary(one => (string)one["kind"]!);
        Assert.All(objects.Values, one => Assert.Equal(("sluice", "logging"), ((string?)one["metadata"]!["name"], (string?)one["metadata"]!["namespace"])));
        var set = objects["StatefulSet"]["spec"]!;
        string labels = set["template"]!["metadata"]!["labels"]!.ToJsonString();
        foreach (var selector in new[] { set["selector"]!["matchLabels"], objects["Service"]["spec"]!["selector"], objects["PodDisruptionBudget"]["spec"]!["selector"]!["matchLabels"] })
            Assert.Equal(labels, selector!.ToJsonString());
        Assert.Equal("sluice", (string?)set["template"]!["spec"]!["serviceAccountName"]);
        Assert.Equal("sluice", (string?)set["serviceName"]);
        var target = objects["ScaledObject"]["spec"]!["scaleTargetRef"]!;
        Assert.Equal(("StatefulSet", "sluice"), ((string?)target["kind"], (string?)target["name"]));
        Assert.Equal("sluice", (string?)objects["ScaledObject"]["spec"]!["triggers"]![0]!["authenticationRef"]!["name"]);
        var pod = set["template"]!["spec"]!;
        Mounted(pod["initContainers"]!.AsArray().Concat(pod["containers"]!.AsArray()), [.. pod["volumes"]!.AsArray(), .. set["volumeClaimTemplates"]!.AsArray().Select(claim => claim!["metadata"])]);
        Assert.True((long)pod["terminationGracePeriodSeconds"]! > long.Parse(Value((string)objects["ConfigMap"]["data"]!["fluent-bit.conf"]!, "Grace"), null));
        // The queue of the scaler is the one that is pulled.
        Assert.Equal((string?)objects["ScaledObject"]["spec"]!["triggers"]![0]!["metadata"]!["queueURL"], (string?)pod["containers"]![0]!["env"]![0]!["value"]);
        SameAsElasticsearch((string)objects["ConfigMap"]["data"]!["fluent-bit.conf"]!);
    }

    [Fact]
    public void Chart_Values_AreOnesThatTheChartHas()
    {
        var values = Documents("kubernetes/fluent-bit-values.yaml").Single();
        // Of values.yaml of chart 0.58.
        string[] known = ["kind", "replicaCount", "serviceAccount", "rbac", "testFramework", "podSecurityContext", "securityContext", "initContainers", "command", "args", "env", "extraVolumes", "extraVolumeMounts", "terminationGracePeriodSeconds", "resources", "podDisruptionBudget", "service", "config"];
        Assert.All(values.AsObject(), pair => Assert.Contains(pair.Key, known));
        Assert.All(values["config"]!.AsObject(), pair => Assert.Contains(pair.Key, (string[])["service", "inputs", "filters", "outputs", "customParsers"]));
        // The chart mounts its own configuration beside what is asked for.
        var container = new JsonObject { ["volumeMounts"] = values["extraVolumeMounts"]!.DeepClone() };
        Mounted(values["initContainers"]!.AsArray().Append(container), [.. values["extraVolumes"]!.AsArray()]);
        Assert.Contains("--plugin=/plugins/sluice.so", values["args"]!.AsArray().Select(one => (string)one!));
        SameAsElasticsearch(string.Concat(new[] { "service", "inputs", "filters", "outputs" }.Select(part => (string)values["config"]![part]!)));
    }

    [Fact]
    public void Ecs_Task_IsWholeAndRunsTheSameConfiguration()
    {
        var task = JsonNode.Parse(File.ReadAllText(Path.Combine(Deploy, "ecs", "task-definition.json")))!;
        string[] volumes = [.. task["volumes"]!.AsArray().Select(one => (string)one!["name"]!)];
        var containers = task["containerDefinitions"]!.AsArray();
        Assert.All(containers.SelectMany(one => one!["mountPoints"]!.AsArray()), mount => Assert.Contains((string)mount!["sourceVolume"]!, volumes));
        var host = containers.Single(one => (string?)one!["name"] == "fluent-bit")!;
        Assert.Contains((string)host["dependsOn"]![0]!["containerName"]!, containers.Select(one => (string)one!["name"]!));
        // Every variable on the command line is given.
        string line = string.Join(' ', host["command"]!.AsArray().Select(one => (string)one!));
        string[] given = [.. host["environment"]!.AsArray().Concat(host["secrets"]!.AsArray()).Select(one => (string)one!["name"]!)];
        Assert.All(Regex.Matches(line, @"\$\{(\w+)\}"), match => Assert.Contains(match.Groups[1].Value, given));
        foreach (string setting in (string[])["Schema", "storage.type", "Remove", "Index", "Write_Operation", "Suppress_Type_Name", "Generate_ID", "Buffer_Size", "Compress", "Retry_Limit"])
            Assert.Contains($"-p {setting.ToLowerInvariant()}={Value(Elasticsearch, setting)}", line, StringComparison.OrdinalIgnoreCase);
        // Fargate's pairs of processor and memory.
        Assert.Equal(("1024", "2048"), ((string?)task["cpu"], (string?)task["memory"]));
    }

    [Theory]
    [InlineData("Dockerfile.plugin")]
    [InlineData("Dockerfile.fluent-bit")]
    public void Dockerfile_Steps_CopyOnlyWhatTheArchivesHold(string name)
    {
        string[] lines = [.. File.ReadLines(Path.Combine(Deploy, "docker", name)).Where(line => line.Length > 0 && line[0] != '#')];
        Assert.All(lines, line => Assert.Contains(line.Split(' ')[0], (string[])["ARG", "FROM", "ADD", "COPY", "USER", "ENTRYPOINT", "CMD"]));
        // Both architectures under Docker's names, from what 'make dist' calls x64 and arm64.
        foreach (var (docker, ours) in new[] { ("amd64", "x64"), ("arm64", "arm64") })
            Assert.Equal($"ADD sluice-*-linux-{ours}.tar.gz /", lines[Array.IndexOf(lines, $"FROM scratch AS {docker}") + 1]);
        Assert.Contains("FROM ${TARGETARCH} AS files", lines);
        Assert.All(lines.Where(line => line.StartsWith("COPY", StringComparison.Ordinal)), line => Assert.Matches(@"^COPY --from=files /sluice-\*/usr/(lib|share/doc)/sluice/ /", line));
        foreach (string archive in Directory.Exists(Testing.Repo.PathOf("dist")) ? Directory.GetFiles(Testing.Repo.PathOf("dist"), "sluice-*-linux-*.tar.gz") : [])
        {
            string[] files = Run.Program("tar", default, "-tzf", archive).Lines;
            Assert.Contains(files, file => Regex.IsMatch(file, "^sluice-[^/]+/usr/lib/sluice/sluice.so$"));
            Assert.Contains(files, file => Regex.IsMatch(file, "^sluice-[^/]+/usr/lib/sluice/flb-filter_sluice.so$"));
            Assert.Contains(files, file => Regex.IsMatch(file, "^sluice-[^/]+/usr/share/doc/sluice/copyright$"));
        }
    }

    [Fact]
    public void Vector_Command_IsOneThatSluiceTakes()
    {
        var vector = Documents("vector/sluice.yaml").Single();
        var source = vector["sources"]!["flow_logs"]!;
        Assert.Equal(("exec", "streaming", "json"), ((string?)source["type"], (string?)source["mode"], (string?)source["decoding"]!["codec"]));
        string[] command = [.. source["command"]!.AsArray().Select(one => (string)one!)];
        Assert.Equal(["sluice", "pull"], command[..2]);
        string help = string.Join('\n', Run.Sluice("pull", "--help").Lines);
        Assert.All(command.Where(word => word.StartsWith("--", StringComparison.Ordinal)), option => Assert.Contains(option, help, StringComparison.Ordinal));
        // Each component's inputs are there.
        string[] names = [.. new[] { "sources", "transforms", "sinks" }.SelectMany(kind => vector[kind]!.AsObject().Select(pair => pair.Key))];
        Assert.All(vector["transforms"]!.AsObject().Concat(vector["sinks"]!.AsObject()).SelectMany(pair => pair.Value!["inputs"]!.AsArray()), input => Assert.Contains((string)input!, names));
    }

    private static void SameAsElasticsearch(string configuration)
    {
        // What differs is where things lie and how the host is watched.
        string[] own = ["grace", "storage.path", "http_server", "http_listen", "http_port", "health_check", "port", "tls"];
        Assert.Equal(Plain(Elasticsearch), Plain(configuration));
        string Plain(string text) => string.Join('\n', text.Split('\n').Select(line => Regex.Replace(line.Trim(), " +", " ")).Where(line => line.Length > 0 && line[0] != '#' && !own.Contains(line.Split(' ')[0].ToLowerInvariant())));
    }

    private static string Value(string configuration, string setting) => Regex.Match(configuration, $@"^ *{Regex.Escape(setting)} +(.+)$", RegexOptions.Multiline).Groups[1].Value;

    private static void Mounted(IEnumerable<JsonNode?> containers, IReadOnlyList<JsonNode?> volumes)
    {
        string[] names = [.. volumes.Select(one => (string)one!["name"]!)];
        Assert.All(containers.SelectMany(one => one!["volumeMounts"]!.AsArray()), mount => Assert.Contains((string)mount!["name"]!, names));
    }

    private static List<JsonNode> Documents(string file)
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(Path.Combine(Deploy, file));
        yaml.Load(reader);
        return [.. yaml.Documents.Select(document => Json(document.RootNode)!)];
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Json(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(Json)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } scalar when long.TryParse(scalar.Value, out long number) => number,
        _ => ((YamlScalarNode)node).Value,
    };
}
