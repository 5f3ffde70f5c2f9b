// Tests: the copy of a dead letter is the same message, in a queue of either kind.
using System.Text;
using Amazon.SQS.Model;

namespace Sluice.Pull.Tests;

public sealed class DeadLetterTests
{
    private const string Standard = "https://sqs.eu-west-3.amazonaws.com/1/q", Fifo = Standard + ".fifo";

    private static DeadLetter Letter(Dictionary<string, string>? attributes, Dictionary<string, MessageAttributeValue>? own = null) => new(
        new Message { MessageId = "5fea7756-0ea4-451a-a703-a558b933e274", Body = "été", Attributes = attributes, MessageAttributes = own },
        new ReceivedMessage("5fea7756-0ea4-451a-a703-a558b933e274", "handle", "été", 1, null));

    [Fact]
    public void Entry_WithoutAnyAttribute_IsTheBody()
    {
        var letter = Letter(null);
        var entry = letter.ToEntry("0", Standard);
        Assert.Equal(("été", null, null), (entry.MessageBody, entry.MessageGroupId, entry.MessageDeduplicationId));
        Assert.True(entry.MessageSystemAttributes is null or { Count: 0 });
        Assert.Null(letter.SourceArn);
        Assert.Equal(5, letter.Size);
    }

    [Fact]
    public void Entry_OfAttributes_CarriesThem_AndTheTrace()
    {
        var letter = Letter(
            new() { ["AWSTraceHeader"] = "Root=1-5759e988", ["DeadLetterQueueSourceArn"] = "arn:aws:sqs:eu-west-3:1:q", ["SentTimestamp"] = "1" },
            new() { ["n"] = new() { DataType = "String", StringValue = "v" }, ["b"] = new() { DataType = "Binary", BinaryValue = new MemoryStream(Encoding.UTF8.GetBytes("12345")) } });
        var entry = letter.ToEntry("0", Standard);
        Assert.Equal("Root=1-5759e988", entry.MessageSystemAttributes["AWSTraceHeader"].StringValue);
        Assert.Equal("v", entry.MessageAttributes["n"].StringValue);
        Assert.Equal("arn:aws:sqs:eu-west-3:1:q", letter.SourceArn);
        Assert.Equal(5 + (1 + 6 + 1) + (1 + 6 + 5), letter.Size);
    }

    [Theory]
    [InlineData(Standard, "tenant", null, "tenant", null)] // of a fair queue
    [InlineData(Standard, "group", "18849496460467696128", null, null)] // of a FIFO queue
    [InlineData(Fifo, "group", "18849496460467696128", "group", "redrive-5fea7756-0ea4-451a-a703-a558b933e274")]
    [InlineData(Fifo, null, null, "5fea7756-0ea4-451a-a703-a558b933e274", "redrive-5fea7756-0ea4-451a-a703-a558b933e274")]
    public void Entry_Group_IsKeptWhereItMeansSomething(string url, string? group, string? sequence, string? expectedGroup, string? expectedId)
    {
        var attributes = new Dictionary<string, string> { ["MessageDeduplicationId"] = "first" };
        if (group is not null)
            attributes["MessageGroupId"] = group;
        if (sequence is not null)
            attributes["SequenceNumber"] = sequence;
        var entry = Letter(attributes).ToEntry("0", url);
        Assert.Equal((expectedGroup, expectedId), (entry.MessageGroupId, entry.MessageDeduplicationId));
    }
}
