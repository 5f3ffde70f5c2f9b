// Tests: whether a resource's policy lets a request through, with the operators that deploy/aws uses.
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.Repo.Tests;

/// <summary>A request, as IAM sees it.</summary>
/// <param name="Principal">The service that asks.</param>
/// <param name="Action">What it asks for.</param>
/// <param name="Resource">Of what.</param>
/// <param name="Context">Condition keys and their values.</param>
internal sealed record PolicyRequest(string Principal, string Action, string Resource, params (string Key, string Value)[] Context);

internal static class PolicyCheck
{
    /// <summary>A matching Deny goes first, then a matching Allow, else no.</summary>
    public static bool Allows(JsonNode policy, PolicyRequest request)
    {
        Assert.Equal("2012-10-17", (string?)policy["Version"]);
        var hits = policy["Statement"]!.AsArray().Where(statement => Hits(statement!, request)).Select(statement => (string?)statement!["Effect"]).ToList();
        return !hits.Contains("Deny") && hits.Contains("Allow");
    }

    private static bool Hits(JsonNode statement, PolicyRequest request) =>
        (statement["Principal"] is JsonObject named ? Words(named["Service"]).Contains(request.Principal) : (string?)statement["Principal"] == "*")
        && Words(statement["Action"]).Any(pattern => Like(pattern.ToLowerInvariant(), request.Action.ToLowerInvariant()))
        && Words(statement["Resource"]).Any(pattern => Like(pattern, request.Resource))
        && (statement["Condition"]?.AsObject() ?? []).All(op => op.Value!.AsObject().All(pair =>
        {
            string? value = request.Context.Where(one => one.Key == pair.Key).Select(one => one.Value).FirstOrDefault();
            return value is not null && Words(pair.Value).Any(wanted => op.Key switch
            {
                "StringEquals" => wanted == value,
                "ArnLike" => Like(wanted, value),
                "Bool" => wanted == value,
                _ => throw new InvalidDataException($"{op.Key} is not an operator that this test knows"),
            });
        }));

    private static IEnumerable<string> Words(JsonNode? node) => node switch
    {
        null => [],
        JsonArray list => list.Select(one => one!.ToString()),
        _ => [node.ToString()],
    };

    private static bool Like(string pattern, string text) =>
        Regex.IsMatch(text, "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$");
}
