using System.Text;

namespace LiveOps.Tests.ServiceDefaults.Telemetry;

/// <summary>One protobuf message, read by field numbers: enough for what a collector is sent.</summary>
public sealed class Protobuf
{
    private readonly List<(int Field, ulong Number, byte[]? Bytes)> _fields = [];

    public Protobuf(byte[] bytes)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            ulong tag = Varint(bytes, ref at);
            switch (tag & 7)
            {
                case 0:
                    _fields.Add(((int)(tag >> 3), Varint(bytes, ref at), null));
                    break;
                case 1:
                    _fields.Add(((int)(tag >> 3), BitConverter.ToUInt64(bytes, at), null));
                    at += 8;
                    break;
                case 2:
                    int length = (int)Varint(bytes, ref at);
                    _fields.Add(((int)(tag >> 3), 0, bytes[at..(at + length)]));
                    at += length;
                    break;
                case 5:
                    _fields.Add(((int)(tag >> 3), BitConverter.ToUInt32(bytes, at), null));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"wire type {tag & 7}");
            }
        }
    }

    public IEnumerable<Protobuf> Messages(int field) => _fields.Where(f => f.Field == field).Select(f => new Protobuf(f.Bytes!));

    public byte[] Bytes(int field) => _fields.LastOrDefault(f => f.Field == field).Bytes ?? [];

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field));

    public ulong Number(int field) => _fields.LastOrDefault(f => f.Field == field).Number;

    private static ulong Varint(byte[] bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = bytes[at++];
            value |= (ulong)(b & 127) << shift;
            if (b < 128)
                return value;
        }
    }
}
