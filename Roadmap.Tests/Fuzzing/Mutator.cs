using System.Text;
using System.Text.Json.Nodes;

namespace Roadmap.Tests.Fuzzing;

/// <summary>Changes what is right into what is nearly right. The same random numbers make the same changes.</summary>
internal sealed class Mutator(Random random)
{
    private const string Mark = "@fuzz@";

    /// <summary>What has broken readers before: of JSON, of numbers, of text, of this protocol. Some are no JSON.</summary>
    private static readonly string[] s_values =
    [
        "null", "true", "false", "0", "-0", "-1", "1.5", "1e400", "-1e400", "1e-400", "2147483647", "2147483648", "-2147483648",
        "9007199254740991", "9007199254740993",
        "9223372036854775807", "9223372036854775808", "1E2", "00", "NaN", "Infinity", "{}", "[]", "[[]]", "[null]", "{\"a\":null}",
        "{\"\":\"\"}", "\"\"", "\" \"", "\"null\"",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "{\"\\ud800\":1}", "\"\\u001b[31m\\r\\n\"",
        "\"\u2028\u2029\"", "\"學\"", "\"e\u0301\"", "\"<script>\"",
        "\"2026-01-31T12:00:00+08:00\"", "\"2026-02-30T25:61:00Z\"", "\"0001-01-01T00:00:00+14:00\"",
        "\"9999-12-31T23:59:59.9999999-14:00\"", "\"2026-01-31\"", "1700000000",
        "\"progress\"", "\"completed\"", "\"failed\"", "\"cancelled\"", "\"retry_started\"", "\"control\"", "\"unknown\"", "\"connected\"",
        "\"current_status\"", "\"closing\"", "\"error\"",
        "\"task_error\"", "\"ping\"", "\"get_status\"", "\"moon_phase\"", "\"Progress\"", "\"processing\"", "\"human_review\"",
        "\"../../etc\"", "\"tasks\"", "\"a b\"", "\"%00\"",
        "1,\"type\":\"progress\"", "1,\"task_id\":\"other\"", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}",
    ];

    private static readonly string[] s_names =
    [
        "type", "task_id", "seq", "epoch", "attempt", "timestamp", "message", "event_id", "step", "status", "sub_status", "percentage",
        "data", "concept_id", "concept_ids", "progress",
        "roadmap_id", "error", "reason", "command", "phase", "after", "include_history", "preferences", "approved", "feedback", "target",
        "arguments", "invocationId", "__proto__", "$type", "",
    ];

    private static readonly byte[][] s_tokens =
        [
            .. new[]
            {
                "{",
                "}",
                "[",
                "]",
                "\"",
                ",",
                ":",
                "\\",
                "\\u",
                "\u001e",
                "\0",
                "\r\n",
                "\uFEFF",
                " ",
                "null",
                "1e999",
                "\\ud800",
                "//",
            }
            .Select(Encoding.UTF8.GetBytes), [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80]
            ];

    /// <summary>
    /// The same of MessagePack: what begins bytes, an extension, a timestamp, something of no length or of far too much; what begins
    /// nothing.
    /// </summary>
    private static readonly byte[][] s_packTokens =
    [
        [0xC1], [0xC4, 0x03], [0xC7, 0x00, 0x01], [0xD6, 0xFF], [0xD9, 0xFF], [0xDB, 0xFF, 0xFF, 0xFF, 0xFF], [0xDC, 0xFF, 0xFF], [
            0xDD, 0x7F, 0xFF, 0xFF, 0xFF
        ],
        [0xDF, 0xFF, 0xFF, 0xFF, 0xFF], [0x80], [0x90], [0x91], [0xA0], [0xC0], [0xC3], [0xCB, 0x7F, 0xF8, 0, 0, 0, 0, 0, 0], [
            0xCF, 0xFF, 0xFF, 0xFF, 0xFF
        ],
        [0xA2, 0xC3, 0x28], [0xA3, 0xED, 0xA0, 0x80], [.. Enumerable.Repeat((byte)0x91, 80)], [.. Enumerable.Repeat((byte)0x81, 40)],
    ];

    /// <summary>One time in ten it stays as it is: what follows must find something to stand on.</summary>
    public byte[] Mutate(string json) => random.Next(20) switch
    {
        < 2 => Encoding.UTF8.GetBytes(json),
        < 12 => Encoding.UTF8.GetBytes(Json(json, 1)),
        < 15 => Encoding.UTF8.GetBytes(Json(json, random.Next(2, 5))),
        < 16 => Encoding.UTF8.GetBytes(Stretch(json)),
        _ => Bytes(Encoding.UTF8.GetBytes(json)),
    };

    /// <summary>A piece of a path, a query or a header.</summary>
    public string Word(string word)
    {
        if (random.Next(3) == 0)
            return Value().Trim('"');
        var bytes = Bytes(Encoding.UTF8.GetBytes(word));
        return Encoding.UTF8.GetString(bytes);
    }

    public T Of<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>Of MessagePack.</summary>
    public byte[] Pack(byte[] input) => Bytes(input, s_packTokens);

    public byte[] Bytes(byte[] input) => Bytes(input, s_tokens);

    private byte[] Bytes(byte[] input, byte[][] tokens)
    {
        var bytes = new List<byte>(input);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(random.Next(1, 9), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3 when random.Next(3) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 4 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                default:
                    bytes.InsertRange(at, Of(tokens));
                    break;
            }
        }

        return [.. bytes];
    }

    private string Value() => Of(s_values);

    private string Json(string json, int changes)
    {
        var root = JsonNode.Parse(json)!;
        var values = new List<string>();
        for (var i = 0; i < changes; i++)
            root = Change(root, values) ?? root;

        var text = root.ToJsonString();
        foreach (var value in values)
        {
            var mark = text.IndexOf($"\"{Mark}\"", StringComparison.Ordinal);
            if (mark >= 0)
                text = string.Concat(text.AsSpan(0, mark), value, text.AsSpan(mark + Mark.Length + 2));
        }

        return text;
    }

    /// <summary>Changes one place; what it returns takes the place of the node.</summary>
    private JsonNode? Change(JsonNode? node, List<string> values)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                var (name, member) = members.ElementAt(random.Next(members.Count));
                switch (random.Next(6))
                {
                    case 0:
                        members.Remove(name);
                        break;
                    case 1:
                        members.Remove(name);
                        members[Of(s_names)] = member?.DeepClone();
                        break;
                    case 2:
                        members[Of(s_names)] = NewValue(values);
                        break;
                    default:
                        members[name] = Change(member?.DeepClone(), values);
                        break;
                }

                return members;
            case JsonArray { Count: > 0 } items when random.Next(3) > 0:
                var at = random.Next(items.Count);
                if (random.Next(3) == 0)
                    items.Add(items[at]?.DeepClone());
                else
                    items[at] = Change(items[at]?.DeepClone(), values);
                return items;
            default:
                return NewValue(values);
        }
    }

    private JsonValue NewValue(List<string> values)
    {
        values.Add(Value());
        return JsonValue.Create(Mark);
    }

    /// <summary>Makes it large: in one text, in depth, or by white space.</summary>
    private string Stretch(string json) => random.Next(4) switch
    {
        0 => json.Insert(json.IndexOf('"', StringComparison.Ordinal) + 1, new string('學', random.Next(1, 2_000))),
        1 => json.Insert(
            json.IndexOf('"', StringComparison.Ordinal) + 1, string.Concat(Enumerable.Repeat("\\u5b66", random.Next(1, 2_000)))),
        2 => $"{new string('[', random.Next(1, 80))}{json}",
        _ => json.Replace(",", "," + new string(' ', random.Next(1, 500)), StringComparison.Ordinal),
    };
}
