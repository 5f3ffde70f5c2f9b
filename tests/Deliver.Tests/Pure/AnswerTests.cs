// Answers of a receiver: what they confirm, and what may be said of them.
using System.Text;

namespace Sluice.Deliver.Tests;

public sealed class AnswerTests
{
    [Theory]
    [InlineData("""{"event_ids":["a","b","c"]}""", 3)]
    [InlineData("""{"event_ids":[]}""", 0)]
    [InlineData("""{"more":{"event_ids":["x"]},"event_ids":["a",null,"",{"error":"event_ids"},"b"]}""", 2)]
    [InlineData("""{"event_id":"a"}""", 1)]
    [InlineData("""{}""", -1)]
    [InlineData("""{"event_ids":["a","b" """, -1)]
    [InlineData("""{"event_ids":["a","b"]""", -1)]
    [InlineData("""{"event_ids":3}""", -1)]
    [InlineData("""["a"]""", -1)]
    [InlineData("""<!DOCTYPE html>""", -1)]
    [InlineData("", -1)]
    public void EventIds_Answer_CountsIdsOrConfirmsNothing(string answer, int count) => Assert.Equal(count, EventIds.Count(Encoding.UTF8.GetBytes(answer)));

    /// <summary>The usual answer is read by a way of its own, which must not take anything else for it.</summary>
    [Fact]
    public void EventIds_UuidsWithOneByteChanged_CountWhatJsonHolds()
    {
        byte[] good = Encoding.UTF8.GetBytes("{\"event_ids\":[" + string.Join(',', Enumerable.Range(0, 5).Select(_ => $"\"{Guid.NewGuid()}\"")) + "]}\n");
        Assert.Equal(5, EventIds.Count(good));
        foreach (byte b in "\"],}{ \\x0-"u8.ToArray())
        {
            for (int at = 0; at < good.Length - 1; at++)
            {
                byte[] changed = [.. good];
                changed[at] = b;
                int expected = -1;
                try
                {
                    var ids = System.Text.Json.Nodes.JsonNode.Parse(changed) is System.Text.Json.Nodes.JsonObject tree ? tree["event_ids"] as System.Text.Json.Nodes.JsonArray : null;
                    expected = ids is null ? -1 : ids.Count(id => id?.GetValueKind() == System.Text.Json.JsonValueKind.String && id.GetValue<string>().Length > 0);
                }
                catch (System.Text.Json.JsonException)
                {
                }
                Assert.True(expected == EventIds.Count(changed), Encoding.UTF8.GetString(changed));
            }
        }
    }

    [Theory]
    [InlineData(200, 2, (int)Verdict.Taken)]
    [InlineData(200, 3, (int)Verdict.Partly)]
    [InlineData(400, 3, (int)Verdict.Refused)]
    [InlineData(422, 3, (int)Verdict.Refused)]
    [InlineData(413, 3, (int)Verdict.TooLarge)]
    [InlineData(401, 3, (int)Verdict.Stop)]
    [InlineData(403, 3, (int)Verdict.Stop)]
    [InlineData(404, 3, (int)Verdict.Stop)]
    [InlineData(301, 3, (int)Verdict.Stop)]
    [InlineData(408, 3, (int)Verdict.Again)]
    [InlineData(429, 3, (int)Verdict.Again)]
    [InlineData(500, 3, (int)Verdict.Again)]
    [InlineData(504, 3, (int)Verdict.Again)]
    [InlineData(0, 3, (int)Verdict.Again)]
    public void Judge_Status_DecidesOverTheEvents(int status, int events, int verdict) => Assert.Equal((Verdict)verdict,
        new SekoiaReceiver("https://intake.example", "key", objects: false).Judge(new Reply(status, Encoding.UTF8.GetBytes("""{"event_ids":["a","b"]}""")), events, out _));

    [Fact]
    public void Reply_Described_ShowsNoSecretAndNotAHalfOfOne()
    {
        string key = new('k', 20);
        string text = new string('.', 290) + key + key.ToUpperInvariant() + "\r\nend";
        string shown = new Reply(400, Encoding.UTF8.GetBytes(text)).Describe(new Secrets([key, "kkkkk"]));
        Assert.DoesNotContain("kkk", shown, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\n', shown);
    }

    [Theory]
    [InlineData("https://intake.sekoia.io", "https://intake.sekoia.io/plain/batch")]
    [InlineData("https://intake.fra2.sekoia.io/api/v1/intake-http", "https://intake.fra2.sekoia.io/api/v1/intake-http/plain/batch")]
    [InlineData("https://intake.sekoia.io/plain/batch", "https://intake.sekoia.io/plain/batch")]
    [InlineData("https://intake.sekoia.io/jsons", "https://intake.sekoia.io/plain/batch")]
    public void IntakeUrl_BaseOrPath_LeadsToThePathOfLines(string given, string expected) =>
        Assert.Equal(expected, new SekoiaReceiver(given, "key", objects: false).Address.ToString());

    [Fact]
    public void RetryWait_Asked_IsNeverShorterAndOwnWaitsGrow()
    {
        var wait = new RetryWait();
        Assert.InRange(wait.Next(TimeSpan.FromSeconds(7)).TotalSeconds, 7, 7.6);
        Assert.InRange(wait.Next(TimeSpan.FromDays(3)).TotalSeconds, 300, 301);
        for (int i = 0; i < 100; i++)
            Assert.InRange(wait.Next(null).TotalSeconds, 0.25, 30);
        Assert.InRange(wait.Next(TimeSpan.FromSeconds(-5)).TotalSeconds, 15, 30);
        wait.Reset();
        Assert.InRange(wait.Next(null).TotalSeconds, 0.25, 0.5);
    }
}
