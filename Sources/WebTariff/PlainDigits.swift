extension String {
    /// A number, a list of them or a time as a keyboard of wide characters types it (０．７ or ０。７, ０８：００), with plain
    /// digits, point and colon.
    var withPlainDigits: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.value {
                    case 0xFF10...0xFF19: Unicode.Scalar(scalar.value - 0xFF10 + 0x30) ?? scalar
                    case 0xFF0E, 0x3002: "."
                    case 0xFF1A: ":"
                    case 0xFF0D: "-"
                    default: scalar
                    }
                }))
    }
}
