// Tests: damaged message bodies become notices or are unrecognised, within time and memory.
using System.Diagnostics;

namespace Sluice.Pull.Tests;

public class NoticeFuzzTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private const long MostMemory = 64 << 20;

    private static readonly string[] Bodies =
    [
        """{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"eu-west-3","eventTime":"2026-11-01T00:00:00.000Z","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"flow-logs"},"object":{"key":"AWSLogs/a+b%2Bc.log.gz","size":1024,"eTag":"0123456789abcdef0123456789abcdef","versionId":"v1","sequencer":"0A"}}}]}""",
        """{"Type":"Notification","MessageId":"m","TopicArn":"arn:aws:sns:eu-west-3:123456789012:t","Message":"{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"k\",\"size\":\"7\"}}}]}"}""",
        """{"version":"0","id":"i","detail-type":"Object Created","source":"aws.s3","account":"123456789012","time":"2026-11-01T00:00:00Z","region":"eu-west-3","detail":{"version":"0","bucket":{"name":"b"},"object":{"key":"k","size":5,"etag":"e","version-id":"v"},"request-id":"r"}}""",
        """{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-11-01T00:00:00.000Z","Bucket":"b"}""",
        """{"s3Bucket":"b","s3ObjectKey":["k1","k2"]}""",
        """{"Type":"SubscriptionConfirmation","TopicArn":"arn:aws:sns:eu-west-3:123456789012:t","Token":"x"}""",
    ];

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "\u001b", "null", "true", "-1", "1e999", "99999999999999999999", "%", "%zz", "%00", "+",
        "\"Records\":", "\"s3\":{", "\"Message\":", "\"detail\":{", "\"eventName\":\"ObjectRemoved:Delete\",", "\uFEFF", "é", new string('[', 100), new string('a', 5000),
    ];

    [Fact]
    public void Read_DamagedBodies_GivesANoticeOrAReason()
    {
        foreach (int seed in Fuzz.Seeds())
        {
            var random = new Random(seed);
            string body = Bodies[random.Next(Bodies.Length)];
            for (int edits = random.Next(0, 6); edits > 0; edits--)
                body = Edit(body, random);
            long began = Stopwatch.GetTimestamp();
            long before = GC.GetAllocatedBytesForCurrentThread();
            var notice = NoticeReader.Read(body);
            Assert.True(Stopwatch.GetElapsedTime(began) < Longest, $"seed {seed}");
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostMemory, $"seed {seed}");
            // Silence is what may not be: a body gives objects, or one of the shapes that name none, or says why it does not.
            Assert.True(notice.Objects.Count > 0 || notice.Shape != NoticeShape.Unrecognised || notice.Fault is { Length: > 0 }, $"seed {seed}");
            Assert.All(notice.Objects, item => Assert.True(item.Bucket.Length > 0 && item.Key.Length > 0, $"seed {seed}"));
        }
    }

    private static string Edit(string body, Random random)
    {
        int at = random.Next(body.Length + 1);
        int end = Math.Min(body.Length, at + random.Next(1, 40));
        return random.Next(5) switch
        {
            0 => body[..at] + body[end..],
            1 => body[..end] + body[at..],
            2 => body[..at] + (char)random.Next(0x20, 0x7f) + body[Math.Min(body.Length, at + 1)..],
            3 => body[..at] + Bodies[random.Next(Bodies.Length)] + body[at..],
            _ => body[..at] + Pieces[random.Next(Pieces.Length)] + body[at..],
        };
    }
}
