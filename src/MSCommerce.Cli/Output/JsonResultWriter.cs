using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MSCommerce.Cli.Output;

/// <summary>JSON for programs. Names are the properties'; enumerations are written by name, dates in ISO 8601 (UTC), what is unknown as null.</summary>
internal sealed class JsonResultWriter(TextWriter output) : ResultWriter
{
    private static readonly JsonSerializerOptions Indented = Options(indented: true);

    public static JsonSerializerOptions Compact { get; } = Options(indented: false);

    /// <inheritdoc/>
    public override async Task WriteAsync(Type type, bool isList, IAsyncEnumerable<object> rows, CancellationToken cancellationToken)
    {
        var separator = isList ? "[\n" : "";
        try
        {
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                await output.WriteAsync(separator);
                await output.WriteAsync(JsonSerializer.Serialize(row, type, Indented));
                separator = ",\n";
            }
        }
        finally
        {
            // A list that fails half-way is still JSON; the exit code says that it is not all.
            if (isList)
                await output.WriteAsync(separator == "[\n" ? "[]" : "\n]");
            await output.WriteLineAsync();
        }
    }

    private static JsonSerializerOptions Options(bool indented) => new()
    {
        WriteIndented = indented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new UtcDates() },
    };

    private sealed class UtcDates : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture));
    }
}
